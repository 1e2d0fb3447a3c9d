"""How a model is briefed and what is made of its answer: context, prompts, shapes, claims, the plan of an edition."""
