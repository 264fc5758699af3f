import { describe, expect, it } from 'vitest';
import { nearestMatch } from '../../src/lib/nearest-match.ts';

const candidates = ['invoices:read', 'invoices:write', 'payouts:read'];

describe('nearestMatch', () => {
  it('finds what was mistyped, in letters or in case', () => {
    expect(nearestMatch('invoces:read', candidates)).toBe('invoices:read');
    expect(nearestMatch('Payouts:READ', candidates)).toBe('payouts:read');
    expect(nearestMatch('invoices:wirte', candidates)).toBe('invoices:write');
  });

  it('offers nothing when nothing is close', () => {
    for (const text of ['', 'refunds:delete', 'x', 'invoices:read'.repeat(100_000)]) {
      expect(nearestMatch(text, candidates)).toBeNull();
    }
  });
});
