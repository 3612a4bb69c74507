import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { makeFolder } from '../support/folder.ts';
import { openBrowser, type Visitor, visit } from './browser.ts';

/** The picture in the README is made here; it is replaced only when asked for, since it differs at every run. */
const SCREENSHOT = process.env.UPDATE_SCREENSHOT
  ? fileURLToPath(new URL('../../docs/sandbox.png', import.meta.url))
  : join(tmpdir(), 'alooma-chatops-sandbox.png');

describe('the sandbox in a browser', () => {
  let folder: string;
  let sandbox: Sandbox;
  let browser: Browser;
  let visitor: Visitor;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await makeFolder();
    sandbox = await startSandbox({ folder, port: 0, environment: { LOG_LEVEL: 'warn' } });
    browser = await openBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
    await page.goto(sandbox.url);
    visitor = visit(page);
  });

  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('pauses an input', async () => {
    await visitor.actAs(/on-call/i);
    await visitor.type('/alooma pause orders_db because warehouse maintenance');
    await visitor.message('paused orders_db').waitFor();
    expect(sandbox.alooma.inputs().find(({ name }) => name === 'orders_db')?.paused).toBe(true);
  });

  it('shows a typo privately, with a button that runs what was meant', async () => {
    await visitor.type('/alooma resume order_db');
    await visitor
      .message('No input is called')
      .getByRole('button', { name: 'Run /alooma resume orders_db', exact: true })
      .click();
    await visitor.message('resumed orders_db').waitFor();
  });

  it('shows an edit as a card that the asker cannot approve', async () => {
    await visitor.type('/alooma edit orders_db batch_size 50000');
    const card = visitor.message('Waits for an approval');
    await card.waitFor();
    await mkdir(dirname(SCREENSHOT), { recursive: true });
    await visitor.page.screenshot({ path: SCREENSHOT });
    await card.getByRole('button', { name: 'Approve' }).click();
    await visitor.message('somebody else has to approve it').waitFor();
  });

  it('applies it once somebody else approves, and the card has no buttons left', async () => {
    await visitor.actAs(/aino/i);
    await visitor.message('Waits for an approval').getByRole('button', { name: 'Approve' }).click();
    const card = visitor.message('and applied');
    await card.waitFor();
    expect(await card.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    expect(sandbox.alooma.text('orders_db')).toContain('50000');
  });

  it('takes a secret in a form, and shows all that changes without it', async () => {
    await visitor.actAs(/on-call/i);
    await visitor.type('/alooma edit customers_db password typed-by-mistake');
    await visitor.message('holds a secret').getByRole('button', { name: 'Open the form' }).click();
    const form = visitor.page.getByRole('dialog');
    await form.getByLabel(/^password/).fill('s3cr3t-from-the-form');
    await form.getByRole('button', { name: 'Ask for approval' }).click();
    const card = visitor.message('Waits for an approval');
    await card.getByRole('button', { name: 'View all' }).click();
    await visitor.page.getByRole('dialog').getByText('configuration.password').waitFor();
    expect(await visitor.page.content()).not.toContain('s3cr3t');
    await visitor.page.keyboard.press('Escape');
    await visitor.page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it('creates an input with a profile, from a form that searches as one types', async () => {
    await visitor.type('/alooma create');
    const form = visitor.page.getByRole('dialog');
    await form.getByLabel(/^Name/).fill('warehouse_db');
    await form.getByLabel(/^Copy from/).click();
    await form.getByLabel(/^Copy from/).pressSequentially('orders_db');
    await visitor.page.getByRole('option', { name: 'orders_db', exact: true }).click();
    await form.getByLabel(/^Credentials profile/).click();
    await visitor.page.getByRole('option', { name: 'warehouse' }).click();
    await form.getByLabel(/^Tables/).fill('stock\nmoves=updated_at');
    await form.getByRole('button', { name: 'Ask for approval' }).click();
    await visitor.message('Create warehouse_db').waitFor();
    await visitor.actAs(/aino/i);
    await visitor.message('Create warehouse_db').getByRole('button', { name: 'Approve' }).click();
    await visitor.message(/and created.*Its id is/s).waitFor();
    const created = sandbox.alooma.inputs().find(({ name }) => name === 'warehouse_db');
    expect(created?.configuration).toMatchObject({
      server: 'warehouse.db.example.com',
      tables: '{"stock":"xmin::text::bigint","moves":"updated_at"}',
    });
  });

  it('lets a guest change nothing', async () => {
    await visitor.actAs(/guest/i);
    await visitor.type('/alooma pause orders_db');
    await visitor.message('Guests cannot change anything here').waitFor();
  });

  it('had nothing to complain about', () => {
    expect(complaints).toEqual([]);
  });
});
