// How often each of two networks was right, picture by picture.

/** A new tally of nothing. */
export const emptyTally = Object.freeze([]);

/** The tally with one more picture: { name, truth, answers }, `answers` the classes that the two networks said. */
export function count(tally, picture) {
  return [...tally, picture];
}

/** The numbers of pictures on which { both, first, second, neither } of the two networks was right. */
export function summary(tally) {
  const numbers = { both: 0, first: 0, second: 0, neither: 0 };
  for (const { truth, answers } of tally) {
    const [first, second] = answers.map((answer) => answer === truth);
    numbers[first && second ? "both" : first ? "first" : second ? "second" : "neither"] += 1;
  }
  return numbers;
}

/** The position of the largest of the probabilities. */
export function answerOf(probabilities) {
  return probabilities.indexOf(Math.max(...probabilities));
}
