import type { EventType } from '../events.ts';
import type { Json } from '../log/new-event.ts';

type Data = { readonly [name: string]: Json };

const apiKey = {
  id: 'key_01h455vb4pex5vsknk084sn02q',
  name: 'Billing',
  description: null,
  environment: 'live',
  permissions: ['invoices:read'],
  prefix: 'sk_live_…h7Qz',
  status: 'active',
  created_at: '2026-12-01T10:00:00.000Z',
  expires_at: null,
  suspended_at: null,
  revoked_at: null,
  rate_limit: { per_minute: 1000, per_hour: 10_000 },
  ip_allowlist: [],
  metadata: { team: 'finance' },
};

const time = '2026-12-01T10:30:00.000Z';
const suspended = { ...apiKey, status: 'suspended', suspended_at: time };
const revoked = { ...apiKey, status: 'revoked', revoked_at: time };

/** What changes when a key gets another status at `time`. */
function statusChange(from: string, to: string, change: Data = {}): Data {
  return { status: { from, to }, ...change };
}

const organization = {
  id: 'org_01h455vb4pex5vsknk084sn02q',
  name: 'Acme',
  plan: 'free',
  has_payment_method: false,
  external_id: 'workspace-42',
  rate_limit: { per_minute: null, per_hour: null },
};

const member = { id: 'mem_01h455vb4pex5vsknk084sn02q', role: 'ADMIN', permissions: [], external_id: null };
const invitation = {
  role: member.role,
  permissions: [],
  id: 'inv_01h455vb4pex5vsknk084sn02q',
  expires_at: '2026-12-08T10:30:00.000Z',
};
const person = { person: { id: 'usr_01h455vb4pex5vsknk084sn02q' } };
const serviceToken = {
  id: 'svc_01h455vb4pex5vsknk084sn02q',
  name: 'Gateway',
  permissions: ['VERIFY_API_KEYS'],
  expires_at: null,
};

/** One example of the data of each type of event. A test compares each with its schema. */
export const eventExamples: Readonly<Record<EventType, Data>> = {
  API_KEY_CREATED: { api_key: apiKey },
  API_KEY_UPDATED: { api_key: apiKey, changes: { name: { from: 'Invoices', to: 'Billing' } } },
  API_KEY_ROTATED: {
    api_key: apiKey,
    changes: { prefix: { from: 'sk_live_…9fKe', to: 'sk_live_…h7Qz' } },
    previous_secret_expires_at: '2026-12-02T10:30:00.000Z',
  },
  API_KEY_SUSPENDED: {
    api_key: suspended,
    changes: statusChange('active', 'suspended', { suspended_at: { from: null, to: time } }),
  },
  API_KEY_RESUMED: {
    api_key: apiKey,
    changes: statusChange('suspended', 'active', { suspended_at: { from: time, to: null } }),
  },
  API_KEY_REVOKED: {
    api_key: revoked,
    changes: statusChange('active', 'revoked', { revoked_at: { from: null, to: time } }),
  },
  API_KEY_EXPIRED: { api_key: { ...apiKey, status: 'expired', expires_at: time } },
  API_KEY_EXPOSED: {
    api_key: revoked,
    outcome: 'REVOKED',
    source: 'commit',
    url: 'https://github.com/acme/website/blob/main/config.js',
  },
  ORGANIZATION_CREATED: { organization },
  ORGANIZATION_UPDATED: {
    organization: { ...organization, plan: 'professional' },
    changes: { plan: { from: 'free', to: 'professional' } },
  },
  ORGANIZATION_OWNERSHIP_TRANSFERRED: {
    owner: { ...member, role: 'OWNER' },
    previous_owner: { ...member, id: 'mem_01h455vb4pex5vsknk084sn02r' },
  },
  MEMBER_INVITED: { invitation },
  MEMBER_INVITATION_RESENT: { invitation },
  MEMBER_INVITATION_REVOKED: { invitation },
  MEMBER_JOINED: { member, invitation_id: invitation.id },
  MEMBER_UPDATED: { member, changes: { role: { from: 'MEMBER', to: 'ADMIN' } } },
  MEMBER_REMOVED: { member },
  SESSION_STARTED: person,
  SESSION_REFUSED: { reason: 'INVALID_CREDENTIALS', ...person },
  SESSION_ENDED: { ...person, count: 1 },
  PERSON_UPDATED: person,
  PERSON_PASSWORD_CHANGED: person,
  PERSON_PASSWORD_RESET_REQUESTED: person,
  ACCESS_FORBIDDEN: { permission: 'MANAGE_API_KEYS' },
  SERVICE_TOKEN_CREATED: { service_token: serviceToken },
  SERVICE_TOKEN_REVOKED: { service_token: serviceToken },
  SIGNING_KEYS_ROTATED: { compromised: false },
  AUDIT_CHECKPOINT_SIGNED: {
    checkpoint:
      'latchkey/5c3a1f0e9b7d2468\n2\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\ntime 2026-12-01T10:30:00.000Z\n\n— latchkey/5c3a1f0e9b7d2468 Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n',
  },
  AUDIT_FAILED: {
    results: { content: 'fails', order: 'holds', completeness: 'holds', time: 'holds', signature: 'holds' },
    findings: [
      {
        organization_id: 'org_01h455vb4pex5vsknk084sn02q',
        check: 'content',
        message: 'event 7: the text was changed, or an event before it was removed',
      },
    ],
  },
  PERSON_ERASED: { ...person, events: 12 },
};
