/** The pages of the owner's door, in a part of their own: hardly anybody ever loads them. */
export { ChooseDoorPage } from './choose-door-page.tsx';
export { OwnersDoorPage } from './owners-door-page.tsx';
