"""The child process that holds the models. It knows torch and knows no Qt."""
