/** Which side of a change an answer shows. */
export type Side = 'before' | 'after';

/**
 * One change, by the clock of the process that made all requests: it took effect at some moment between
 * its invocation and its answer. (Of several attempts: the first's invocation, the last one's answer.)
 */
export type Change = { readonly subject: string; readonly invoked: number; readonly answered: number };

/** One request that shows whether the change has taken effect. */
export type Look = {
  readonly subject: string;
  readonly node: number;
  readonly began: number;
  readonly ended: number;
  readonly saw: Side;
};

/**
 * What in a log contradicts that each change took effect at one moment, for all nodes at once
 * (linearizability of a register that is written once):
 * no request that began after the change's answer still sees what was before;
 * no request that ended before the change's invocation sees what comes after;
 * and once a request has seen the change, no request that begins later misses it.
 */
export function contradictions(changes: readonly Change[], looks: readonly Look[]): string[] {
  const bySubject = Map.groupBy(looks, ({ subject }) => subject);
  const known = new Set(changes.map(({ subject }) => subject));
  const unknown = [...bySubject.keys()].filter((subject) => !known.has(subject));
  return [
    ...unknown.map((subject) => `${subject}: there is no such change`),
    ...changes.flatMap((change) => contradictionsOf(change, bySubject.get(change.subject) ?? [])),
  ];
}

function contradictionsOf({ subject, invoked, answered }: Change, looks: readonly Look[]): string[] {
  const seen = looks.filter(({ saw }) => saw === 'after');
  const unseen = looks.filter(({ saw }) => saw === 'before');
  const first = seen.toSorted((left, right) => left.ended - right.ended)[0];
  return [
    ...unseen
      .filter(({ began }) => began > answered)
      .map((look) => `${subject}: ${shown(look)} misses the change answered at ${answered}`),
    ...seen
      .filter(({ ended }) => ended < invoked)
      .map((look) => `${subject}: ${shown(look)} sees the change invoked at ${invoked}`),
    ...unseen
      .filter(({ began }) => first !== undefined && began > first.ended)
      .map((look) => `${subject}: ${shown(look)} misses what ${first && shown(first)} saw`),
  ];
}

function shown({ node, began, ended }: Look): string {
  return `a request to node ${node} from ${began} to ${ended}`;
}
