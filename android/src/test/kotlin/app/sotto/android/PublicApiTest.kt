package app.sotto.android

import java.io.File
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.junit.Test

/** The app uses what every phone from 26 on has, newer things only after asking for the version, and nothing hidden. */
class PublicApiTest {
    private val api = PublicApi(File(System.getProperty("sotto.api")!!))
    private val folder = File(System.getProperty("sotto.classes")!!)
    private val uses = Uses(api, { File(folder, "$it.class").takeIf(File::exists)?.readBytes() }, least = 26)

    @Test
    fun `only public members of the system are used, newer ones after asking for the version`() {
        assertTrue(api.size > 4_000, "the list is there: ${api.size}")
        val files = folder.walkTopDown().filter { it.extension == "class" && "/R" !in it.path }.toList()
        assertTrue(files.size > 150)
        val faults = files.flatMap { uses.faults(it.readBytes()) }.distinct()
        assertEquals(emptyList(), faults.filterNot { fault -> ASKED.any(fault::startsWith) })
    }

    @Test
    fun `a hidden member, one of a newer system, and one in a lambda are found`() {
        fun faults(of: Class<*>) = uses.faults(of.getResourceAsStream("${of.simpleName}.class")!!.readBytes())
        assertTrue(faults(UsesHidden::class.java).any { "SystemProperties" in it && "hidden" in it })
        assertTrue(faults(UsesHidden::class.java).any { "setRecentsScreenshotEnabled" in it && "33" in it })
        assertEquals(emptyList(), faults(UsesGuarded::class.java))
    }

    private companion object {
        /** Classes within a method that has asked for the version. */
        val ASKED = listOf("app/sotto/android/AppLock\$prompt\$1.")
    }
}

/** What the check must find. */
class UsesHidden(private val activity: android.app.Activity) {
    fun hidden(): String? = android.os.SystemProperties.get("ro.build.id")

    fun newer() = activity.setRecentsScreenshotEnabled(false)
}

/** What it must let pass. */
class UsesGuarded(private val activity: android.app.Activity) {
    fun newer() {
        if (android.os.Build.VERSION.SDK_INT >= 33) activity.runOnUiThread { activity.setRecentsScreenshotEnabled(false) }
    }
}
