"""The screens: each words what was done as an edit or a request, and passes data down."""
