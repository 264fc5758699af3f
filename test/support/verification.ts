import type { ProductConfiguration } from '../../src/config/product-configuration.ts';
import { resolveConfiguration } from '../../src/config/resolve-configuration.ts';
import { createPool } from '../../src/database/pool.ts';
import {
  createVerification,
  type Verification,
  type VerificationOptions,
} from '../../src/verification/verification.ts';

export const trusted = { kind: 'trusted' } as const;

/** Small limits that a test can use up. */
export const testConfiguration: ProductConfiguration = resolveConfiguration(
  {
    productName: 'Test',
    resources: { invoices: { actions: { read: 'View', write: 'Change' } } },
    plans: { free: { limits: { perMinute: 100, perHour: 1000 } }, enterprise: { limits: 'custom' } },
  },
  'test',
);

/** Starts one node: a verification with its own connections. */
export function startNode(
  url: string,
  options: Partial<VerificationOptions> = {},
): Verification & { failures: unknown[] } {
  const pool = createPool({ url, max: 4 });
  const failures: unknown[] = [];
  const log = { error: (details: unknown) => void failures.push(details) };
  const verification = createVerification({ pool, configuration: testConfiguration, log, ...options });
  return {
    ...verification,
    failures,
    stop: async () => {
      await verification.stop();
      await pool.end();
    },
  };
}
