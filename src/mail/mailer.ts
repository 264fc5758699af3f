import type { Transporter } from 'nodemailer';
import type { Settings } from '../config/settings.ts';
import type { Logger } from '../lib/logger.ts';
import { type Letter, renderHtml, renderText } from './render-letter.ts';

export type Mailer = {
  /** Resolves when the mail server has accepted the letter. Rejects if it does not, or if the signal aborts. */
  send(letter: Letter, signal?: AbortSignal): Promise<void>;
  close(): void;
};

const timeouts = {
  dnsTimeout: 10_000,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 30_000,
};

/** Sends mails by SMTP. Without a mail server it writes them to the log. */
export function createMailer(email: Settings['email'], log: Logger): Mailer {
  return email === null ? loggingMailer(log) : smtpMailer(email);
}

function smtpMailer(email: NonNullable<Settings['email']>): Mailer {
  let opened: Promise<Transporter> | undefined;
  return {
    send: async (letter, signal) => {
      const { to, subject } = letter;
      opened ??= openTransport(email).catch((error) => {
        opened = undefined;
        throw error;
      });
      const transport = await opened;
      signal?.throwIfAborted();
      const sent = transport.sendMail({
        // An object, because a string would be parsed as a list of addresses.
        to: { name: '', address: to },
        subject: oneLine(subject),
        text: renderText(letter),
        html: renderHtml(letter),
        // Asks out-of-office programs not to answer (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      await (signal === undefined ? sent : Promise.race([sent, aborted(signal)]));
    },
    close: () => void opened?.then((transport) => transport.close(), ignore),
  };
}

/** Loaded at the first mail: the library takes up to 8 MB, which nodes that send no mail save. */
async function openTransport({ smtpUrl, from }: NonNullable<Settings['email']>): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  // No content of a letter may make the mailer read a file or an address.
  const safety = { disableFileAccess: true, disableUrlAccess: true };
  return createTransport({ url: smtpUrl, ...timeouts, ...safety }, { from });
}

/** The transport was never opened, and its user has received the error. */
function ignore(): void {}

function loggingMailer(log: Logger): Mailer {
  return {
    send: async (letter) => {
      const mail = { to: letter.to, subject: oneLine(letter.subject), text: renderText(letter) };
      log.info({ mail }, 'A mail; set SMTP_URL and EMAIL_FROM to have mails sent');
    },
    close: () => {},
  };
}

/** Removes line breaks: text after a line break would be the next header. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
