/** The files of the project as git sees them: what is committed, and what is new and not ignored. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from './fault.mjs';
import { ROOT } from './paths.mjs';
import { run } from './run.mjs';

export async function gitFiles(root = ROOT) {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { status, stdout, output } = await run('git', args, { cwd: root });
  if (status !== 0) {
    throw new Fault(
      `git could not list the files of the project: ${output.trim()}`,
      'Run the checks in a clone made by git. As another user than the owner of the folder, git ' +
        `first wants: git config --global --add safe.directory ${root}`,
    );
  }
  // A file that is deleted and not yet committed is still in git's list.
  return stdout.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
}
