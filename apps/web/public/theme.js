// Before the first paint: the theme chosen on this device, if it is not the system's. See packages/ui/src/theme.ts.
const chosen = localStorage.getItem('postern.theme');
if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
