export const apiKeyStatuses = ['ACTIVE', 'EXPIRED', 'REVOKED'] as const;

/** Derived from a key's times, never stored. */
export type ApiKeyStatus = (typeof apiKeyStatuses)[number];
