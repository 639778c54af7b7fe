"""The physics of the cart-pole, many carts at once, and an episode of a policy (chapter 12).

A state is (position in metres, speed, angle of the pole in radians, angular speed); states are arrays (n, 4).
A. G. Barto, R. S. Sutton and C. W. Anderson (1983), https://doi.org/10.1109/TSMC.1983.6313077
"""

import numpy as np

GRAVITY = 9.8  # metres per second squared
CART_MASS, POLE_MASS = 1.0, 0.1  # kilograms
HALF_LENGTH = 0.5  # of the pole, in metres
FORCE = 10.0  # newtons, to the left or to the right
TIME_STEP = 0.02  # seconds
LIMITS = 2.4, np.deg2rad(12)  # position and angle at which an episode ends


def accelerations(states, forces):
    """Return the accelerations of the carts and of the angles, each (n,), for states (n, 4) and forces (n,).

    Without friction. Raises ValueError for arrays of other shapes.
    """
    states, forces = np.asarray(states, float), np.asarray(forces, float)
    if states.ndim != 2 or states.shape[1] != 4 or forces.shape != states.shape[:1]:
        raise ValueError(f"states {states.shape} and forces {forces.shape}, expected shapes (n, 4) and (n,).")
    _, _, angle, spin = states.T
    mass = CART_MASS + POLE_MASS
    push = (forces + POLE_MASS * HALF_LENGTH * spin**2 * np.sin(angle)) / mass
    turn = (GRAVITY * np.sin(angle) - np.cos(angle) * push) / (
        HALF_LENGTH * (4 / 3 - POLE_MASS * np.cos(angle) ** 2 / mass)
    )
    return push - POLE_MASS * HALF_LENGTH * turn * np.cos(angle) / mass, turn


def move(states, actions):
    """Return the states (n, 4) one time step later; actions (n,) are 1 to push right and 0 to push left."""
    cart, turn = accelerations(states, np.where(np.asarray(actions) == 1, FORCE, -FORCE))
    position, speed, angle, spin = np.asarray(states, float).T
    return np.stack(
        [
            position + TIME_STEP * speed,
            speed + TIME_STEP * cart,
            angle + TIME_STEP * spin,
            spin + TIME_STEP * turn,
        ],
        axis=1,
    )


def has_fallen(states):
    """Return True (n,) where the cart has left the track or the pole leans by more than 12 degrees."""
    states = np.asarray(states)
    return (np.abs(states[:, 0]) > LIMITS[0]) | (np.abs(states[:, 2]) > LIMITS[1])


def start(number, random):
    """Return states (number, 4) near the upright rest, each value uniform between -0.05 and 0.05."""
    return random.uniform(-0.05, 0.05, size=(number, 4))
