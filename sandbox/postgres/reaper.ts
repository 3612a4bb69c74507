import { spawn } from 'node:child_process';
import type { Cluster } from './cluster.ts';

const SCRIPT = `
cat > /dev/null
if pid=$(head -n 1 "$1/postmaster.pid"); then
  kill -QUIT "$pid"
  for _ in 1 2 3 4 5 6 7 8 9 10; do [ -e "$1/postmaster.pid" ] && sleep 0.3; done
fi
rm -rf "$2"
`;

/**
 * Removes a throw-away cluster when this process ends without having done so, even by SIGKILL: a small shell waits at
 * the end of a pipe that the system closes for us.
 *
 * @returns sends the shell away, once the server is stopped
 */
export function watchOver(cluster: Cluster): () => void {
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'sh', cluster.data, cluster.place], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  return () => shell.stdin.end();
}
