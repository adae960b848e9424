import { describe, expect, it } from 'vitest';
import { createAppRouter } from '../../routes.tsx';
import { organizationIn } from './organization-in.ts';

describe('the organization that a path leads into', () => {
  it('is its first part', () => {
    expect(organizationIn('/northwind')).toBe('northwind');
    expect(organizationIn('/northwind/administration/members?filter=noor')).toBe('northwind');
    expect(organizationIn('/northwind?view=trash')).toBe('northwind');
  });

  it('is none for any page of the product’s own', () => {
    for (const path of ['/', undefined, ...Object.keys(createAppRouter().routesByPath)]) {
      if (!path?.startsWith('/$organization')) expect(organizationIn(path), path).toBeUndefined();
    }
  });
});
