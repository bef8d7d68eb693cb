package app.sotto.android

import android.Manifest.permission.RECORD_AUDIO
import android.accessibilityservice.AccessibilityServiceInfo
import android.content.*
import android.content.pm.PackageManager
import android.view.accessibility.AccessibilityManager

/** A service that every Android phone has. */
inline fun <reified T : Any> Context.service(): T = checkNotNull(getSystemService(T::class.java)) { "the system has none" }

/** Whether the microphone may be used. */
val Context.hears: Boolean get() = checkSelfPermission(RECORD_AUDIO) == PackageManager.PERMISSION_GRANTED

/** A text of an intent from anyone; null where there is none, or what is in it cannot be read. */
fun Intent.word(name: String): String? = runCatching { getStringExtra(name) }.getOrNull()

/** Accessibility services that can read what is on the screen: a risk that is shown, as no app can forbid it. */
fun readers(context: Context): List<String> =
    context.service<AccessibilityManager>().getEnabledAccessibilityServiceList(AccessibilityServiceInfo.FEEDBACK_ALL_MASK)
        .filter { it.capabilities and AccessibilityServiceInfo.CAPABILITY_CAN_RETRIEVE_WINDOW_CONTENT != 0 }
        .map { it.resolveInfo?.loadLabel(context.packageManager)?.toString() ?: it.id.orEmpty() }
