-- Who is to code which paragraphs, as the assignments in the journal say; `doubled` where others are to as well.

CREATE TABLE assigned (
    assignment TEXT NOT NULL,
    coder TEXT NOT NULL,
    session TEXT NOT NULL,
    paragraph TEXT NOT NULL,
    doubled INTEGER NOT NULL,
    PRIMARY KEY (assignment, coder, paragraph)
);
CREATE INDEX assigned_to ON assigned (coder, session, paragraph);
CREATE INDEX assigned_of_session ON assigned (session);
