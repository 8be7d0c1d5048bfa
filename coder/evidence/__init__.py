"""Documents in, answer paragraphs out: `document -> blocks -> Session`."""
