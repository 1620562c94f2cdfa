"""The headless commands, one module each. They print; the services do the work. No Qt anywhere below here."""
