/** Routes that no visit is declared for, and visits to routes that are no longer there; sentences, none when all match. */
export function unvisited(routes: readonly string[], visits: readonly string[]): string[] {
  return [
    ...routes.filter((route) => !visits.includes(route)).map((route) => `${route} is visited by nothing`),
    ...visits.filter((visit) => !routes.includes(visit)).map((visit) => `${visit} is no route`),
  ];
}
