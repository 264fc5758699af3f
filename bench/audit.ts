// Verifies the hashes of a log of one million events: `node bench/audit.ts [events]`.
import { randomUUID } from 'node:crypto';
import { type AuditEntry, verifyLogs } from '../src/audit/verify-logs.ts';
import { formatId, newUuid } from '../src/lib/ids.ts';
import { emptyHead, headAfter } from '../src/log/chain.ts';

const total = Number(process.argv[2] ?? 1_000_000);
const batchSize = 2000;
const organizationId = formatId('organization', newUuid());

/** The text of an event of usual length. */
function bodyOf(number: number): string {
  return JSON.stringify({
    id: formatId('event', newUuid()),
    type: 'api_key.updated',
    api_version: '2026-12-01',
    organization_id: organizationId,
    environment: 'live',
    occurred_at: new Date().toISOString(),
    actor: { type: 'member', id: formatId('member', newUuid()) },
    via: 'session',
    target: { type: 'api_key', id: formatId('apiKey', newUuid()) },
    request_id: randomUUID(),
    data: { number, changes: { name: { from: 'Billing', to: 'Invoices' } } },
    personal_data: null,
  });
}

let verifying = 0;
let startedAt = performance.now();

/** Only the time between the batches counts: there the audit checks them. */
async function* entries(): AsyncGenerator<readonly AuditEntry[]> {
  let head: Buffer = emptyHead;
  for (let sequence = 0; sequence < total; ) {
    const batch = Array.from({ length: Math.min(batchSize, total - sequence) }, (): AuditEntry => {
      sequence += 1;
      const body = bodyOf(sequence);
      head = headAfter(head, body);
      return { kind: 'EVENT', organizationId, sequence, body, head, personal: null };
    });
    startedAt = performance.now();
    yield batch;
    verifying += performance.now() - startedAt;
  }
  yield [{ kind: 'END', organizationId, sequence: total, head }];
}

const { results } = await verifyLogs(entries(), { checkpoints: [], trustedKey: null });
process.stdout.write(
  `${total} events verified in ${(verifying / 1000).toFixed(1)} s: ${JSON.stringify(results)}\n`,
);
