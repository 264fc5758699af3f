export const roles = ['OWNER', 'ADMIN', 'MEMBER'] as const;

export type Role = (typeof roles)[number];
