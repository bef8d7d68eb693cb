package app.sotto.android.system

import android.content.Context

/** A service that every Android phone has. */
inline fun <reified T : Any> Context.service(): T = checkNotNull(getSystemService(T::class.java)) { "the system has none" }
