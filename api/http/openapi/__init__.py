"""The OpenAPI document: what each route answers, with an example of each body."""
