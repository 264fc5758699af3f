import { setTimeout as sleep } from 'node:timers/promises';
import type { Services } from '../access/context.ts';
import { areTablesReady } from '../database/migrate.ts';
import type { Logger } from '../lib/logger.ts';
import { isSetUp } from '../provision/provision.ts';

const pauseMs = 1_000;

type Waiting = { readonly log: Logger; readonly stopSignal: AbortSignal | undefined };

/** A node that serves only verification makes no tables. It waits until a node that serves management has made them. */
export async function waitForTables(url: string, waiting: Waiting): Promise<void> {
  await waitUntil(() => areTablesReady({ url }), waiting, 'to migrate the database');
}

/** It makes no owner either: the secrets of a first start are shown where management is served. */
export async function waitForSetUp({ database }: Services, waiting: Waiting): Promise<void> {
  await waitUntil(() => isSetUp(database), waiting, 'to set up the first organization');
}

async function waitUntil(
  isDone: () => Promise<boolean>,
  { log, stopSignal }: Waiting,
  what: string,
): Promise<void> {
  for (let hasSaid = false; !(await isDone()); hasSaid = true) {
    if (!hasSaid) {
      log.warn(`Waits for a node that serves management ${what}; start one, with LATCHKEY_SERVES=management`);
    }
    await sleep(pauseMs, undefined, stopSignal === undefined ? {} : { signal: stopSignal });
  }
}
