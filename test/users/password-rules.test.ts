import { expect, test } from 'vitest';
import { checkPassword, passwordProblem } from '../../src/users/password-rules.ts';

const known = {
  email: 'ada@mail.example.com',
  name: 'Ada Lovelace',
  productName: 'Acme',
  organization: 'Analytical Engines',
};

test.each(['', 'short', '123456789', 'ünïcödé!1', '👍👍👍👍👍👍👍👍👍'])(
  'too short: %s',
  async (password) => {
    expect(await passwordProblem(password, known)).toBe('The password needs at least 10 characters.');
  },
);

test.each(['x'.repeat(257), '👍'.repeat(65)])('longer than 256 bytes', async (password) => {
  expect(await passwordProblem(password, known)).toBe('The password can have at most 256 bytes.');
});

test.each([
  'password123',
  'Password1!',
  'qwertyuiop',
  '1234567890',
  'aaaaaaaaaaaa',
  'abcdefghijkl',
  'sunshine2024',
  'Summer2026!',
  'trustno1trustno1',
  'pa55word'.repeat(32),
  'a'.repeat(256),
])('common or guessable: %s', async (password) => {
  expect(await passwordProblem(password, known)).toMatch(/common or easy to guess/);
});

test.each([
  'ada@mail.example.com',
  'ADA@mail.example.com1',
  'lovelace-ada',
  'AcmeAcme2026',
  'analyticalengines',
  'latchkey-acme',
])('little more than what everybody knows: %s', async (password) => {
  expect(await passwordProblem(password, known)).toMatch(/little more than/);
});

test.each([
  'staple-battery-horse',
  'x7Kd92mfPqLz',
  'acme-x7Kd92mfPq',
  'пароль из нескольких слов',
  'ein ganz langer Satz',
])('accepted: %s', async (password) => {
  expect(await passwordProblem(password, known)).toBeNull();
  await expect(checkPassword(password, known)).resolves.toBeUndefined();
});

test('what is refused is the outcome UNSUITABLE_PASSWORD', async () => {
  await expect(checkPassword('short', known)).rejects.toMatchObject({ code: 'UNSUITABLE_PASSWORD' });
});

test('passwords are judged beside the event loop, which goes on meanwhile', async () => {
  await passwordProblem('staple-battery-horse', known);
  let turns = 0;
  let judging = true;
  const turning = (async () => {
    while (judging) {
      await new Promise((resolve) => setImmediate(resolve));
      turns += 1;
    }
  })();
  const passwords = Array.from({ length: 20 }, (_, index) => `4@8(3169!10$57%2 ${index} s0m3 l0ng w0rds`);
  await Promise.all(passwords.map((password) => passwordProblem(password, known)));
  judging = false;
  await turning;
  // On the event loop itself there would be a turn or two a password.
  expect(turns).toBeGreaterThan(1000);
});

test('of more than fifty that wait the rest is refused, and afterwards all is well', async () => {
  const many = Array.from({ length: 80 }, (_, index) =>
    passwordProblem(`staple-battery-horse ${index}`, known),
  );
  const answers = await Promise.allSettled(many);
  const refused = answers.filter(({ status }) => status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  for (const answer of refused) expect(answer).toMatchObject({ reason: { code: 'SERVICE_UNAVAILABLE' } });
  expect(await passwordProblem('staple-battery-horse', known)).toBeNull();
});
