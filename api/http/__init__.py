"""HTTP: routes, request bodies, responses, errors, middleware and the OpenAPI document."""
