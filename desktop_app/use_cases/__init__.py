"""One function for each thing a person does; all rules are applied here."""
