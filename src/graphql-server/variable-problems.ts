import {
  coerceInputValue,
  type DocumentNode,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  getOperationAST,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isSpecifiedScalarType,
  typeFromAST,
} from 'graphql';
import { badInput, type InputProblem, Refusal } from '../errors.ts';

/** The maximum number of problems in a message. A list could contain tens of thousands. */
const maxProblems = 20;

/** The variables do not fit the document. Like a mistake in the document, this is an error of the request. */
export class InvalidVariables extends Refusal {
  constructor(problems: readonly InputProblem[]) {
    const { code, message, details } = badInput(problems);
    super(code, message, details);
  }
}

type Path = readonly (string | number)[];

type Operation = {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
};

/** Lists the problems of the variables by field: `input.password: expected a String`. It repeats no value. */
export function variableProblems(
  { schema, document, operationName }: Operation,
  variables: Readonly<Record<string, unknown>>,
): InputProblem[] {
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  const problems: InputProblem[] = [];
  for (const { variable, type: typeNode, defaultValue } of definitions) {
    const name = variable.name.value;
    const type = typeFromAST(schema, typeNode);
    if (!isInputType(type)) continue;
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined && (defaultValue !== undefined || getNullableType(type) === type)) continue;
    problems.push(...problemsOf(name, type, value));
  }
  return problems.slice(0, maxProblems);
}

function problemsOf(name: string, type: GraphQLInputType, value: unknown): InputProblem[] {
  const problems: InputProblem[] = [];
  const report = (path: Path, _value: unknown, error: GraphQLError): void => {
    problems.push(problemOf(type, [name, ...path], error));
    if (problems.length >= maxProblems) throw new EnoughProblems();
  };
  try {
    coerceInputValue(value, type, report, true);
  } catch (error) {
    if (!(error instanceof EnoughProblems)) throw error;
  }
  return problems;
}

class EnoughProblems extends Error {}

function problemOf(type: GraphQLInputType, path: Path, { message }: GraphQLError): InputProblem {
  const missing = /^Field "(\w+)" of required type /.exec(message)?.[1];
  if (missing !== undefined) return { field: fieldName([...path, missing]), problem: 'is required' };
  const unknown = /^Field "([\s\S]*)" is not defined by type /.exec(message)?.[1];
  if (unknown !== undefined) return { field: fieldName([...path, unknown]), problem: 'is unknown' };
  if (message.startsWith('Expected non-nullable type ')) {
    return { field: fieldName(path), problem: 'is required' };
  }
  return { field: fieldName(path), problem: expectation(typeAt(type, path.slice(1)), message) };
}

/** Latchkey's scalars say what they expect. graphql-js's own scalars repeat the value. */
function expectation(type: GraphQLInputType | null, message: string): string {
  if (type === null) return 'does not fit the schema';
  if (isEnumType(type))
    return `expected one of ${type
      .getValues()
      .map(({ name }) => name)
      .join(', ')}`;
  if (isInputObjectType(type)) return `expected an object, ${type.name}`;
  if (isListType(type)) return 'expected a list';
  return isSpecifiedScalarType(type) ? `expected a value of type ${type.name}` : message;
}

function typeAt(type: GraphQLInputType, path: Path): GraphQLInputType | null {
  const present: GraphQLInputType = getNullableType(type);
  const [step, ...rest] = path;
  // A single value stands for a list with one entry, without a step of its own.
  if (isListType(present)) return typeAt(present.ofType, typeof step === 'number' ? rest : path);
  if (step === undefined) return present;
  const field = isInputObjectType(present) ? present.getFields()[step] : undefined;
  return field === undefined ? null : typeAt(field.type, rest);
}

function fieldName(path: Path): string {
  return path.join('.').slice(0, 200);
}
