import { accessSync, constants } from 'node:fs';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Chromium as the machine has it: `CHROMIUM` names another. It looks for nothing outside. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? firstThere(CANDIDATES),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

function firstThere(paths: readonly string[]): string {
  for (const path of paths) {
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // The next one, then.
    }
  }
  throw new Error(`No Chromium at ${paths.join(', ')}: install it, or name it in CHROMIUM.`);
}

/** What a person does on the sandbox's page. */
export interface Visitor {
  readonly page: Page;
  actAs(name: RegExp): Promise<void>;
  type(line: string): Promise<void>;
  /** The newest message that holds the text. */
  message(text: string | RegExp): Locator;
}

export function visit(page: Page): Visitor {
  return {
    page,
    actAs: (name) => page.getByRole('radio', { name }).check(),
    async type(line) {
      const composer = page.getByRole('textbox', { name: /^Message / });
      await composer.fill(line);
      await composer.press('Enter');
    },
    message: (text) => page.locator('article[data-ts]').filter({ hasText: text }).last(),
  };
}
