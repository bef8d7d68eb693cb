import Testing

/// One after the other: the system that the declarations stand for is one.
@MainActor @Suite(.serialized) struct AppTests {}
