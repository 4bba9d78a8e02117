const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

/** Tests that start the store as a process use dist: it must be the present sources. */
module.exports = () => {
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-b', join(__dirname, '..', '..')], { stdio: 'inherit' });
};
