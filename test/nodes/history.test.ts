import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Change, contradictions, type Look } from './history.ts';

const change: Change = { subject: 'key', invoked: 10, answered: 20 };
const look = (began: number, ended: number, saw: Look['saw'], node = 0): Look => ({
  subject: 'key',
  node,
  began,
  ended,
  saw,
});

test('a request after the answer that misses the change is found', () => {
  expect(contradictions([change], [look(21, 25, 'before', 3)])).toEqual([
    'key: a request to node 3 from 21 to 25 misses the change answered at 20',
  ]);
});

test('a request before the invocation that sees the change is found', () => {
  expect(contradictions([change], [look(1, 9, 'after')])).toEqual([
    'key: a request to node 0 from 1 to 9 sees the change invoked at 10',
  ]);
});

test('a request that misses what an earlier one has seen is found, though the change is still under way', () => {
  expect(contradictions([change], [look(11, 13, 'after', 1), look(14, 30, 'before', 2)])).toEqual([
    'key: a request to node 2 from 14 to 30 misses what a request to node 1 from 11 to 13 saw',
  ]);
});

test('requests that overlap the change, or each other, may see either', () => {
  const looks = [look(1, 9, 'before'), look(5, 30, 'before'), look(12, 30, 'after'), look(21, 22, 'after')];
  expect(contradictions([change], looks)).toEqual([]);
});

test('a request about a subject that nothing changed is found: the log is incomplete', () => {
  expect(contradictions([], [look(1, 2, 'before')])).toEqual(['key: there is no such change']);
});

const moment = fc.integer({ min: 0, max: 12 });
const span = fc
  .tuple(moment, moment)
  .map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const);
const anyLook = fc
  .tuple(span, fc.constantFrom('before' as const, 'after' as const))
  .map(([[began, ended], saw]) => look(began, ended, saw));

test('a log is found free of contradictions exactly when some order explains it', () => {
  fc.assert(
    fc.property(span, fc.array(anyLook, { maxLength: 5 }), ([invoked, answered], looks) => {
      const found = contradictions([{ subject: 'key', invoked, answered }], looks);
      expect(found.length === 0).toBe(hasExplanation([invoked, answered], looks));
    }),
    { numRuns: 2000 },
  );
});

type Operation = { readonly began: number; readonly ended: number; readonly saw: Look['saw'] | null };

/** The definition itself: an order that keeps to real time, in which each request sees what it should. */
function hasExplanation([began, ended]: readonly [number, number], looks: readonly Look[]): boolean {
  return canContinue([{ began, ended, saw: null }, ...looks], 'before');
}

function canContinue(rest: readonly Operation[], state: Look['saw']): boolean {
  if (rest.length === 0) return true;
  return rest.some((next) => {
    const others = rest.filter((operation) => operation !== next);
    if (others.some(({ ended }) => ended < next.began)) return false;
    if (next.saw === null) return canContinue(others, 'after');
    return next.saw === state && canContinue(others, state);
  });
}
