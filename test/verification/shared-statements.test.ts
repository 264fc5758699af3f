import { setImmediate as nextTurn } from 'node:timers/promises';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import {
  createSharedStatements,
  type SharedStatementsOptions,
} from '../../src/verification/shared-statements.ts';

const unavailable = { code: 'SERVICE_UNAVAILABLE', details: { retryAfterSeconds: expect.any(Number) } };

type Sent = { entries: readonly string[]; answer(): void; fail(error: Error): void };

/** Statements that answer when the test says so; each entry's result is itself in capitals. */
function start(options: Partial<SharedStatementsOptions<string, string>> = {}) {
  const sent: Sent[] = [];
  const failures: unknown[] = [];
  const statements = createSharedStatements<string, string>({
    execute: (entries) =>
      new Promise((resolve, reject) => {
        sent.push({
          entries,
          answer: () => resolve(entries.map((entry) => entry.toUpperCase())),
          fail: reject,
        });
      }),
    statements: 1,
    batchSize: 3,
    queueLength: 4,
    deadlineMs: 1000,
    onFailure: (error) => failures.push(error),
    ...options,
  });
  const submit = (entry: string) => {
    const result = statements.submit(entry);
    result.catch(() => {});
    return result;
  };
  onTestFinished(async () => {
    for (const { answer } of sent) answer();
  });
  return { ...statements, submit, sent, failures };
}

test('what arrives in one turn shares a statement, and what arrives later joins only a later one', async () => {
  const { submit, sent } = start();
  const first = [submit('a'), submit('b')];
  await nextTurn();
  const second = [submit('c'), submit('d'), submit('e'), submit('f')];
  await nextTurn();
  expect(sent.map(({ entries }) => entries)).toEqual([['a', 'b']]);
  sent[0]?.answer();
  expect(await Promise.all(first)).toEqual(['A', 'B']);
  await nextTurn();
  expect(sent.map(({ entries }) => entries)).toEqual([
    ['a', 'b'],
    ['c', 'd', 'e'],
  ]);
  sent[1]?.answer();
  await nextTurn();
  sent[2]?.answer();
  expect(await Promise.all(second)).toEqual(['C', 'D', 'E', 'F']);
});

test('no more statements are under way than allowed', async () => {
  const { submit, sent } = start({ statements: 2, batchSize: 1 });
  for (const entry of ['a', 'b', 'c']) void submit(entry);
  await nextTurn();
  expect(sent.map(({ entries }) => entries)).toEqual([['a'], ['b']]);
});

test('beside a statement under way only a full batch is sent at once, the rest gathers', async () => {
  const { submit, sent } = start({ statements: 2 });
  const first = submit('a');
  await nextTurn();
  for (const entry of ['b', 'c']) void submit(entry);
  await nextTurn();
  expect(sent.map(({ entries }) => entries)).toEqual([['a']]);
  void submit('d');
  await nextTurn();
  expect(sent.map(({ entries }) => entries)).toEqual([['a'], ['b', 'c', 'd']]);
  for (const { answer } of sent) answer();
  await first;
});

test('a statement that waits does not hold up what comes after it', async () => {
  const { submit, sent } = start({ statements: 2 });
  const slow = submit('a');
  await nextTurn();
  const next = submit('b');
  await expect.poll(() => sent.length).toBe(2);
  sent[1]?.answer();
  expect(await next).toBe('B');
  sent[0]?.answer();
  expect(await slow).toBe('A');
});

test('when the queue is full, the next is refused at once', async () => {
  const { submit, sent } = start();
  void submit('a');
  await nextTurn();
  const waiting = ['b', 'c', 'd', 'e'].map(submit);
  await expect(submit('f')).rejects.toMatchObject(unavailable);
  sent[0]?.answer();
  await nextTurn();
  sent[1]?.answer();
  await nextTurn();
  sent[2]?.answer();
  expect(await Promise.all(waiting)).toEqual(['B', 'C', 'D', 'E']);
});

test('one poisoned entry fails alone, after its neighbours were tried by themselves once', async () => {
  const poisoned = new pg.DatabaseError('invalid text', 1, 'error');
  poisoned.code = '22021';
  const sent: (readonly string[])[] = [];
  const { submit, failures } = start({
    execute: async (entries) => {
      sent.push(entries);
      if (entries.includes('poison')) throw poisoned;
      return entries.map((entry) => entry.toUpperCase());
    },
  });
  const results = await Promise.allSettled(['a', 'poison', 'b'].map(submit));
  expect(
    results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason.code)),
  ).toEqual(['A', 'SERVICE_UNAVAILABLE', 'B']);
  expect(sent).toEqual([['a', 'poison', 'b'], ['a'], ['poison'], ['b']]);
  expect(failures).toEqual([poisoned]);
});

test('a statement whose effect is unknown is not sent again', async () => {
  const { submit, sent } = start();
  const results = [submit('a'), submit('b')];
  await nextTurn();
  sent[0]?.fail(new Error('Connection terminated unexpectedly'));
  for (const result of results) await expect(result).rejects.toMatchObject(unavailable);
  expect(sent.length).toBe(1);
});

test('a database that hangs costs the first ones their deadline and those after it nothing', async () => {
  const { submit, sent } = start({ deadlineMs: 100 });
  const first = submit('a');
  await nextTurn();
  const second = submit('b');
  await expect(first).rejects.toMatchObject(unavailable);
  await expect(second).rejects.toMatchObject(unavailable);
  await expect(submit('c')).rejects.toMatchObject(unavailable);
  // Refused at once: it was not even sent behind the one that hangs.
  expect(sent.length).toBe(1);
  sent[0]?.fail(new Error('Query read timeout'));
  await nextTurn();
  const recovered = submit('d');
  await nextTurn();
  sent[1]?.answer();
  expect(await recovered).toBe('D');
});

test('stopping waits for what is under way and refuses what comes after', async () => {
  const { submit, stop, sent } = start();
  const result = submit('a');
  const order: string[] = [];
  const stopped = stop().then(() => order.push('stopped'));
  await expect(submit('b')).rejects.toMatchObject(unavailable);
  await nextTurn();
  order.push('answered');
  sent[0]?.answer();
  await stopped;
  expect(await result).toBe('A');
  expect(order).toEqual(['answered', 'stopped']);
});
