import { untilTomorrow } from './untilTomorrow';

it('is the time until eight in the morning of the next day', () => {
  expect(untilTomorrow(new Date(2026, 0, 10, 23, 30))).toBe(8 * 60 + 30);
  expect(untilTomorrow(new Date(2026, 0, 10, 0, 0, 30))).toBe(32 * 60);
});
