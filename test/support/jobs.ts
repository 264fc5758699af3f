import { createPool } from '../../src/database/pool.ts';
import { startJobs } from '../../src/jobs/jobs.ts';
import { createMailer } from '../../src/mail/mailer.ts';
import { jobHandlers } from '../../src/process/job-handlers.ts';
import type { TestApp } from './app.ts';
import { type Inbox, startInbox } from './inbox.ts';

export type TestMail = Inbox & { stop(): Promise<void> };

/** Runs the application's jobs, and sends its mails to a mail server of the test. */
export async function startTestMail({ services, testDatabase }: TestApp): Promise<TestMail> {
  const inbox = await startInbox();
  const mailer = createMailer({ smtpUrl: inbox.smtpUrl, from: 'Acme <keys@acme.example>' }, services.log);
  const pool = createPool({ url: testDatabase.url, max: 3 });
  const jobs = await startJobs({ pool, log: services.log, handlers: jobHandlers(services, mailer) });
  return {
    ...inbox,
    stop: async () => {
      await jobs.stop();
      mailer.close();
      await pool.end();
      await inbox.close();
    },
  };
}
