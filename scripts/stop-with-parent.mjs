/**
 * npm passes a signal to the shell between us and it; that shell ends without telling us. So, as the npm script `name`, a
 * parent that is gone means what the signal meant.
 */
export function stopWithParent(name) {
  if (process.env.npm_lifecycle_event !== name) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 300);
  watch.unref();
}
