// Settings of the optimizer race to try, each with a sentence.

const RAVINE_RATES = {
  "gradient descent": 0.015,
  momentum: 0.003,
  Nesterov: 0.01,
  Adagrad: 10,
  RMSprop: 0.005,
  Adam: 0.1,
};

/** The presets by the word that a link carries. Each starts where its landscape says, at step 0. */
export const PRESETS = {
  along: {
    label: "a ravine along the axes",
    comment: "Try this: guess who arrives first, then press Run. A scale for each weight fits this ravine.",
    landscape: "ravine",
    racers: RAVINE_RATES,
    explained: "Adagrad",
  },
  across: {
    label: "the same ravine, turned",
    comment: "Try this: press Run. The rates are those of the ravine along the axes. Who does not notice the turn?",
    landscape: "turned-ravine",
    racers: RAVINE_RATES,
    explained: "Adagrad",
  },
  saddle: {
    label: "a start beside the saddle",
    comment: "Try this: press Run, then set the second weight of the start to 0.000001. Who hardly notices? And at 0?",
    landscape: "saddle",
    racers: {
      "gradient descent": 0.01,
      momentum: 0.01,
      Nesterov: 0.01,
      RMSprop: 0.01,
      Adadelta: 1,
      Adam: 0.01,
    },
    explained: "RMSprop",
  },
  cliff: {
    label: "the cliff of the learning rate",
    comment:
      "Try this: press Run, then raise the learning rate notch by notch. " +
      "At 0.02 the path swings from wall to wall for ever, and above it diverges.",
    landscape: "ravine",
    racers: { "gradient descent": 0.015 },
    explained: "gradient descent",
  },
  common: {
    label: "one learning rate for all",
    comment: "Try this: press Run, then give the losers a learning rate that suits them. How does the order change?",
    landscape: "beale",
    racers: {
      "gradient descent": 0.01,
      momentum: 0.01,
      Nesterov: 0.01,
      Adagrad: 0.01,
      RMSprop: 0.01,
      Adadelta: 0.01,
      Adam: 0.01,
      AdamW: 0.01,
    },
    explained: "momentum",
  },
};
