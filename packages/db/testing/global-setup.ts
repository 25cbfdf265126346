/** For vitest's `globalSetup`: starts the test server before the first file and tells each where it is. */
import type { TestProject } from 'vitest/node';
import { startTestServer } from './server.ts';

export default async function setup(project: TestProject): Promise<void> {
  project.provide('testServer', await startTestServer(process.env, { isForgetful: true }));
}
