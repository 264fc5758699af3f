import type { GraphQLError } from 'graphql';

const maxMessageLength = 500;

/**
 * Returns the message of a graphql-js error without the caller's values. Values can be passwords and tokens, and
 * messages are logged and shown. The error's locations show where the value was.
 */
export function messageWithoutValues({ message }: GraphQLError): string {
  return withoutLiteral(message).slice(0, maxMessageLength);
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

/** `Expected Name, found String "hunter2".` A password without quotes is parsed as a name or a number. */
const quotedToken = /(?<kind>Name|Int|Float|String|BlockString|Comment) "[\s\S]*"/;

/** The rules and types whose messages contain a value: ValuesOfCorrectTypeRule, the built-in scalars, enums. */
const literalForms = [
  /^Expected value of type "(?<type>[^"]+)", found /,
  /^(?:Enum )?"?(?<type>\w+)"? cannot represent /,
  /^Value "[\s\S]*" does not exist in "(?<type>\w+)" enum/,
];
