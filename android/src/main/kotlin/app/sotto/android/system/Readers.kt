package app.sotto.android.system

import android.accessibilityservice.AccessibilityServiceInfo
import android.content.Context
import android.view.accessibility.AccessibilityManager

/** Accessibility services that can read what is on the screen: a risk that is shown, as no app can forbid it. */
object Readers {
    fun of(context: Context): List<String> {
        val manager = context.getSystemService(AccessibilityManager::class.java) ?: return emptyList()
        return manager.getEnabledAccessibilityServiceList(AccessibilityServiceInfo.FEEDBACK_ALL_MASK)
            .filter { it.capabilities and AccessibilityServiceInfo.CAPABILITY_CAN_RETRIEVE_WINDOW_CONTENT != 0 }
            .map { it.resolveInfo?.loadLabel(context.packageManager)?.toString() ?: it.id.orEmpty() }
    }
}
