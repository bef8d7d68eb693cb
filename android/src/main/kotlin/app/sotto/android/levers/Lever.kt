package app.sotto.android.levers

import android.content.Context
import app.sotto.*

/** What a lever tells of its operation while it holds. */
fun interface Tell {
    fun of(operation: Operation, news: PlatformNews)
}

/**
 * One way of the system to forbid an operation (S1.3). How a lever is added: one class here, one line in [Levers.all].
 *
 * Pulled and released on the main thread. `pull` answers by what this version of the system really does; where a lever
 * only watches, that is Detected. `release` may be called without `pull`, as at a start after a crash.
 */
abstract class Lever(protected val context: Context, val operation: Operation, private val teller: Tell) {
    abstract fun pull(): Answer
    abstract fun release()
    protected fun tell(news: PlatformNews) = teller.of(operation, news)
}
