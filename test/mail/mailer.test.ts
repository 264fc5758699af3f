import { once } from 'node:events';
import { createServer } from 'node:net';
import { Writable } from 'node:stream';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '../../src/lib/logger.ts';
import { createMailer, type Mailer } from '../../src/mail/mailer.ts';
import type { Letter } from '../../src/mail/render-letter.ts';
import { type Inbox, startInbox } from '../support/inbox.ts';

const log = createLogger('fatal');
const from = 'Acme <keys@acme.example>';

let inbox: Inbox;
let mailer: Mailer;
beforeAll(async () => {
  inbox = await startInbox();
  mailer = createMailer({ smtpUrl: inbox.smtpUrl, from }, log);
});
afterAll(async () => {
  mailer.close();
  await inbox.close();
});

function letter(to: string, changes: Partial<Letter> = {}): Letter {
  return { to, subject: 'A subject', parts: [{ type: 'paragraph', text: 'A text' }], ...changes };
}

test('a letter arrives as text and as HTML, from the configured sender', async () => {
  await mailer.send(
    letter('ada@example.com', {
      subject: 'Grüße von Acme',
      parts: [
        { type: 'paragraph', text: 'Guten Tag – hello' },
        { type: 'link', label: 'Do it', url: 'https://keys.example.com/x#token=abc' },
        { type: 'code', text: 'line one\nline two' },
      ],
    }),
  );
  const { mail, recipients } = await inbox.take('ada@example.com');
  expect(recipients).toEqual(['ada@example.com']);
  expect(mail.from).toMatchObject({ name: 'Acme', address: 'keys@acme.example' });
  expect(mail.subject).toBe('Grüße von Acme');
  expect(mail.text?.trimEnd()).toBe(
    'Guten Tag – hello\n\nDo it:\nhttps://keys.example.com/x#token=abc\n\n    line one\n    line two',
  );
  expect(mail.html).toContain('<a href="https://keys.example.com/x#token=abc">Do it</a>');
  expect(mail.headers).toContainEqual(
    expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
  );
});

test('names become no markup', async () => {
  const text = `<img src=x onerror="alert('1')"> & more`;
  await mailer.send(letter('markup@example.com', { parts: [{ type: 'paragraph', text }] }));
  const { mail } = await inbox.take('markup@example.com');
  expect(mail.html).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more');
  expect(mail.html).not.toContain('<img');
  expect(mail.text).toContain(text);
});

test.each([
  ['CR LF', 'Join\r\nBcc: victim@example.com\r\n\r\nbody'],
  ['LF', 'Join\nBcc: victim@example.com'],
  ['CR', 'Join\rBcc: victim@example.com'],
  ['a line separator', 'Join\u2028Bcc: victim@example.com'],
  ['NEL', 'Join\u0085Bcc: victim@example.com'],
])('a subject with %s adds no header and no recipient', async (name, subject) => {
  const to = `${name.replaceAll(' ', '-')}@example.com`;
  await mailer.send(letter(to, { subject }));
  const { mail, recipients } = await inbox.take(to);
  expect(recipients).toEqual([to]);
  expect(mail.bcc ?? []).toEqual([]);
  expect(mail.subject).toContain('Bcc: victim@example.com');
  expect(mail.text?.trim()).toBe('A text');
});

test.each(['one@example.com, two@example.com', 'one@example.com\r\nRCPT TO:<two@example.com>'])(
  'an address that smuggles in another one reaches nobody else: %j',
  async (to) => {
    await mailer.send(letter(to)).catch(() => {});
    expect(inbox.received.flatMap(({ recipients }) => recipients)).not.toContain('two@example.com');
  },
);

test('a letter that the server refuses is not sent, and says so', async () => {
  inbox.refuse(1);
  await expect(mailer.send(letter('refused@example.com'))).rejects.toMatchObject({ responseCode: 451 });
});

test('a server that says nothing is given up on the signal', async () => {
  const silent = createServer(() => {});
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  const address = silent.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const stuck = createMailer({ smtpUrl: `smtp://127.0.0.1:${address.port}`, from }, log);
  const giveUp = new AbortController();
  const sending = stuck.send(letter('ada@example.com'), giveUp.signal);
  giveUp.abort(new Error('Time is up'));
  await expect(sending).rejects.toThrow('Time is up');
  await expect(stuck.send(letter('ada@example.com'), giveUp.signal)).rejects.toThrow('Time is up');
  stuck.close();
  silent.close();
  silent.unref();
});

test('without a mail server the mail is logged at info, link and all', async () => {
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, callback) => {
      lines.push(String(chunk));
      callback();
    },
  });
  const logged = createMailer(null, pino(stream));
  await logged.send(
    letter('ada@example.com', {
      parts: [{ type: 'link', label: 'Do it', url: 'https://x.example/#token=abc' }],
    }),
  );
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 30,
    mail: { to: 'ada@example.com', subject: 'A subject', text: 'Do it:\nhttps://x.example/#token=abc\n' },
  });
});
