"""An export becomes a stream of notes: formats, encodings, columns, dates, cleaning, rejected rows."""
