import type { GraphQLError } from 'graphql';

const longest = 500;

/**
 * The message of an error of graphql-js, without the caller's values that it repeats: these can be
 * passwords and tokens, and messages end up in logs and on screens. Where the value stood is told by
 * the error's locations.
 */
export function messageWithoutValues({ message }: GraphQLError): string {
  return withoutLiteral(message).slice(0, longest);
}

function withoutLiteral(message: string): string {
  if (message.startsWith('Syntax Error: ')) return message.replace(quotedToken, '$<kind>');
  const argument = /^Argument "\w+" has invalid value /.exec(message);
  if (argument !== null) return `${argument[0].trimEnd()}.`;
  for (const form of literalForms) {
    const type = form.exec(message)?.groups?.['type'];
    if (type !== undefined) return `Expected a value of type "${type}".`;
  }
  return message;
}

/** `Expected Name, found String "hunter2".`; a password without its quotes is a name or a number. */
const quotedToken = /(?<kind>Name|Int|Float|String|BlockString|Comment) "[\s\S]*"/;

/** Where graphql-js prints a value: ValuesOfCorrectTypeRule, the built-in scalars, enums. */
const literalForms = [
  /^Expected value of type "(?<type>[^"]+)", found /,
  /^(?:Enum )?"?(?<type>\w+)"? cannot represent /,
  /^Value "[\s\S]*" does not exist in "(?<type>\w+)" enum/,
];
