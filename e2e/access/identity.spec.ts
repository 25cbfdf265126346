/**
 * One person from the invitation to the last session's end, with what each step refuses. Two browsers:
 * an administrator's, who invites and revokes, and the person's own with an authenticator in it.
 */
import { randomBytes } from 'node:crypto';
import type {
  APIRequestContext,
  Browser,
  BrowserContext,
  CDPSession,
  Page,
} from '@playwright/test';
import { makeUuidv7 } from '@ultrathink/domain/kernel';
import { open } from '../fixtures/look.ts';
import {
  act,
  ask,
  givePassword,
  PEOPLE,
  SECOND_ADMINISTRATOR,
  signIn,
  tell,
} from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { totpCode } from '../fixtures/totp.ts';

test.describe.configure({ mode: 'serial' });
// Codes are taken once each, and there is one every thirty seconds.
test.setTimeout(240_000);

const key = () => makeUuidv7(Date.now(), randomBytes(10));
const mark = randomBytes(4).toString('hex');
const NEW = { name: `Nora Vance ${mark}`, email: `nora.vance.${mark}@aldermoor.example` };
const PASSWORD = 'a lantern over nine quiet rivers';

interface Session {
  readonly person: { readonly id: string };
  readonly organisation: { readonly id: string };
}

interface Mail {
  readonly id: string;
  readonly to: { readonly address: string };
  readonly subject: string;
}

let administrator: BrowserContext;
let own: BrowserContext;
let page: Page;
let cdp: CDPSession;
let personId = '';
let secret = '';

async function contextOf(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  context.setDefaultTimeout(30_000);
  return context;
}

async function organisationOf(request: APIRequestContext): Promise<string> {
  const { data } = await ask<Session>(request, 'auth.session');
  return data.organisation.id;
}

/** Six cells that pass the figures on, as somebody types them. */
async function typeCode(on: Page, name: string, code: string): Promise<void> {
  await on.getByRole('group', { name, exact: true }).getByRole('textbox').first().click();
  await on.keyboard.type(code);
}

test.beforeAll(async ({ browser }) => {
  administrator = await contextOf(browser);
  own = await contextOf(browser);
  await signIn(await administrator.newPage(), SECOND_ADMINISTRATOR);
  page = await own.newPage();
  cdp = await own.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
});

test.afterAll(async () => {
  await administrator.close();
  await own.close();
});

test('an administrator invites, a role is proposed, and a second person gives it', async ({
  browser,
}) => {
  const { request } = administrator;
  const organisationId = await organisationOf(request);
  const invited = await act<{ personId: string }>(
    request,
    SECOND_ADMINISTRATOR,
    'access.invitePerson',
    { ...NEW, organisationId, idempotencyKey: key() },
  );
  expect(invited.error.sentence).toBe('');
  personId = invited.data.personId;
  const proposed = await act<{ proposalId: string; groups: { name: string }[] }>(
    request,
    SECOND_ADMINISTRATOR,
    'access.proposeGrant',
    {
      personId,
      organisationId,
      role: 'Auditor',
      clients: 'All',
      until: null,
      hours: null,
      reason: 'Joins the auditors.',
      idempotencyKey: key(),
    },
  );
  expect(proposed.error.sentence).toBe('');
  const { proposalId } = proposed.data;
  const second = await contextOf(browser);
  await signIn(await second.newPage(), PEOPLE.administrator);
  const decide = async (by: BrowserContext, email: string) => {
    const { data } = await ask<Proposal>(by.request, 'approval.get', { proposalId });
    const { payloadHash, groups } = data.proposal;
    return act<{ status: string }>(by.request, email, 'approval.decide', {
      proposalId,
      group: groups[0]?.name ?? '',
      verdict: 'Approve',
      payloadHash,
      reason: 'Known to me.',
      idempotencyKey: key(),
    });
  };
  const byProposer = await decide(administrator, SECOND_ADMINISTRATOR);
  expect(byProposer.status, 'who proposed does not decide').not.toBe(200);
  const decided = await decide(second, PEOPLE.administrator);
  expect(decided.error.sentence).toBe('');
  expect(decided.data.status).toBe('Executed');
  await second.close();
});

interface Proposal {
  readonly proposal: {
    readonly payloadHash: string;
    readonly groups: readonly { readonly name: string }[];
  };
}

test('the mailed link opens once; a password is chosen, and a guessable one is not', async () => {
  const { request } = administrator;
  let id = '';
  await expect
    .poll(
      async () => {
        const { data } = await ask<Mail[]>(request, 'demo.mails');
        id =
          data.find(({ to, subject }) => to.address === NEW.email && /invite/i.test(subject))?.id ??
          '';
        return id;
      },
      { timeout: 30_000 },
    )
    .not.toBe('');
  await open(page, `/dev/mail/${id}`);
  const link = page.getByRole('link', { name: 'Open its link' });
  const address = (await link.getAttribute('href')) ?? '';
  await link.click();
  await expect(page.getByRole('heading', { name: /invites you/ })).toBeVisible();
  await expect(page.getByText(NEW.email)).toBeVisible();
  expect(page.url(), 'the secret has left the address').not.toContain('#');
  const password = page.getByLabel('New password');
  await password.fill('passwordpassword');
  await page.getByRole('button', { name: 'Take up the invitation' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText(/easy to guess|stolen/);
  await password.fill(PASSWORD);
  await page.getByRole('button', { name: 'Take up the invitation' }).click();
  await expect(page.getByRole('heading', { name: 'Add a second factor' })).toBeVisible();
  const again = await own.newPage();
  await again.goto(address);
  await expect(again.getByRole('heading', { name: /does not open/ })).toBeVisible();
  await again.close();
});

test('an authenticator is enrolled, recovery codes are shown once, and the shell opens', async () => {
  const shown = page.locator('p.font-mono').first();
  await expect(shown).toHaveText(/[A-Z2-7]{4}/);
  secret = ((await shown.textContent()) ?? '').replace(/\s/g, '');
  await typeCode(page, 'Code that the app shows now', totpCode(secret));
  await expect(page.getByRole('heading', { name: 'Keep your recovery codes' })).toBeVisible();
  await expect(page.getByRole('list').getByRole('listitem')).toHaveCount(10);
  await page.getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.waitForURL('**/compliance');
});

test('a passkey is added, and the next sign-in is by it', async () => {
  await open(page, '/you/security');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a passkey' });
  await dialog.getByRole('button', { name: 'Make a passkey' }).click();
  await confirmByCode(page);
  const factors = page.getByRole('list', { name: 'Second factors' });
  await expect(factors.getByRole('listitem')).toHaveCount(2);
  await page.getByRole('button', { name: /sign out/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  await givePassword(page, NEW.email, PASSWORD);
  await page.getByRole('button', { name: 'Use your passkey' }).click();
  await page.waitForURL('**/compliance');
});

/** Where the sign-in was too long ago to be the proof itself, the act asks for one. */
async function confirmByCode(on: Page): Promise<void> {
  const asked = on.getByText('Confirm one act');
  const done = on.getByRole('list', { name: 'Second factors' }).getByRole('listitem').nth(1);
  await expect(asked.or(done)).toBeVisible({ timeout: 30_000 });
  if (await done.isVisible()) return;
  await typeCode(on, 'Code', totpCode(secret, 1));
  await expect(asked).toBeHidden();
}

test('a step-up shows exactly what is proven, and is left without anything done', async () => {
  await open(page, '/you/security');
  const renew = page.getByRole('button', { name: 'Make new codes' });
  await renew.click();
  const codes = page.getByRole('dialog', { name: 'Keep these now' });
  const proof = page.getByRole('dialog', { name: 'Make ten new recovery codes' });
  await expect(codes.or(proof)).toBeVisible();
  if (await codes.isVisible()) {
    // The sign-in of a moment ago was the proof; it proves no second act.
    await page.keyboard.press('Escape');
    await renew.click();
    await expect(proof).toBeVisible();
  }
  await expect(proof).toContainText('stop working at once');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Nothing was done');
  await renew.click();
  await page.getByRole('button', { name: 'Use passkey' }).click();
  await expect(codes).toBeVisible();
  await expect(codes.getByRole('listitem')).toHaveCount(10);
});

test('ASVS 6.5.1 a code that was used is refused, with a sentence', async ({ browser }) => {
  const context = await contextOf(browser);
  const other = await context.newPage();
  await other.goto('/sign-in');
  await givePassword(other, NEW.email, PASSWORD);
  const code = totpCode(secret, 1);
  await typeCode(other, 'Code from your authenticator', code);
  await other.waitForURL('**/compliance');
  await context.clearCookies();
  await other.goto('/sign-in');
  await givePassword(other, NEW.email, PASSWORD);
  await typeCode(other, 'Code from your authenticator', code);
  await expect(other.getByRole('main').getByRole('alert')).toContainText('was used before');
  await context.close();
});

test('a revoked session locks its page; the cookie it had opens nothing; the same person goes on', async ({
  browser,
}) => {
  await open(page, '/you/security');
  await page.evaluate(() => document.body.setAttribute('data-same-page', ''));
  const stolen = await own.cookies();
  // An act is on its way while the session ends. A page's own readings may meet the end before it,
  // and lock the screen so early that nothing on it can be pressed any more.
  const met = Promise.withResolvers<void>();
  const ending = Promise.withResolvers<void>();
  await page.route('**/auth.newRecoveryCodes*', async (route) => {
    met.resolve();
    await ending.promise;
    await route.continue();
  });
  await page.getByRole('button', { name: 'Make new codes' }).click();
  await met.promise;
  const ended = await act<{ ended: number }>(
    administrator.request,
    SECOND_ADMINISTRATOR,
    'access.endAllSessions',
    { personId, reason: 'A device was lost.', idempotencyKey: key() },
  );
  expect(ended.error.sentence).toBe('');
  expect(ended.data.ended).toBeGreaterThan(0);

  const thief = await contextOf(browser);
  await thief.addCookies(stolen);
  const refused = await tell(thief.request, 'auth.signOut', {});
  expect([refused.status, refused.error.code]).toEqual([401, 'SignInNeeded']);
  expect(refused.error.sentence).toContain('session has ended');
  const elsewhere = await thief.newPage();
  await elsewhere.goto('/compliance');
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await thief.close();

  ending.resolve();
  await page.unrouteAll({ behavior: 'wait' });
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
  await page.locator('dialog[open]').getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: /^Continue as/ }).click();
  await page.getByRole('button', { name: 'Use your passkey' }).click();
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeHidden();
  await expect(page.locator('body[data-same-page]')).toHaveCount(1);
  // The act that met the end of the session goes on by itself: with the sign-in as its proof, or one.
  const codes = page.getByRole('dialog', { name: 'Keep these now' });
  const proof = page.getByRole('dialog', { name: 'Make ten new recovery codes' });
  await expect(codes.or(proof)).toBeVisible();
});
