import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface Bundle {
  script: string;
  style: string;
}

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Bundles the page, in memory: it takes a fraction of a second, so there is no cache that could go stale.
 * Throws esbuild's own error, which names the file and the line, when the page does not build.
 */
export async function bundlePage(): Promise<Bundle> {
  const { outputFiles } = await build({
    absWorkingDir: here,
    entryPoints: { page: 'main.tsx' },
    outdir: '.',
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    legalComments: 'none',
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const textOf = (ending: string) => outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
  return { script: textOf('.js'), style: textOf('.css') };
}
