import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Two cores are what CI has; real servers and a browser share them with the tests.
    maxWorkers: 2,
  },
});
