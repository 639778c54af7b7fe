// What lib computes for the module under test: the JSON of NAME_vectors.py. pytest writes it and sets VECTORS.
import { readFileSync } from "node:fs";

if (!process.env.VECTORS) throw new Error("VECTORS is not set: run pytest tests/test_demo_modules.py");

export const vectors = JSON.parse(readFileSync(process.env.VECTORS, "utf8"));
