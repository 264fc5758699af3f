import { once } from 'node:events';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { until } from './until.ts';

/** A mail in raw form and as a mail program reads it. */
export type ReceivedMail = { readonly raw: string; readonly recipients: string[]; readonly mail: Email };

/** A real mail server that keeps the mails it receives. */
export type Inbox = {
  readonly smtpUrl: string;
  readonly received: ReceivedMail[];
  /** Temporarily refuses this number of mails, as servers do with unknown senders. */
  refuse(count: number): void;
  /** Returns the next mail to this address that was not taken before. */
  take(to: string): Promise<ReceivedMail>;
  close(): Promise<void>;
};

export async function startInbox(): Promise<Inbox> {
  const received: ReceivedMail[] = [];
  const taken = new Set<ReceivedMail>();
  let refusals = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (refusals > 0) {
          refusals -= 1;
          callback(Object.assign(new Error('Try again later'), { responseCode: 451 }));
          return;
        }
        const raw = Buffer.concat(chunks).toString('utf8');
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        void PostalMime.parse(raw).then((mail) => {
          received.push({ raw, recipients, mail });
          callback();
        });
      });
    },
  });
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('The mail server has no port');
  return {
    smtpUrl: `smtp://127.0.0.1:${address.port}`,
    received,
    refuse: (count) => {
      refusals = count;
    },
    take: async (to) => {
      const mail = await until(`mail to ${to}`, () =>
        received.find((each) => each.recipients.includes(to) && !taken.has(each)),
      );
      taken.add(mail);
      return mail;
    },
    close: async () => {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Returns the text after `#token=` in a mail's link. */
export function tokenOf({ mail }: ReceivedMail): string {
  const token = /#token=(\S+)/.exec(mail.text ?? '')?.[1];
  if (token === undefined) throw new Error(`The mail has no link: ${mail.text}`);
  return token;
}
