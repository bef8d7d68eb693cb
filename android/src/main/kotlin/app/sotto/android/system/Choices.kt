package app.sotto.android.system

import android.app.LocaleManager
import android.content.Context
import android.os.Build
import android.os.LocaleList
import app.sotto.android.sotto

/** What the person chose of the shell's own. The core keeps everything else. */
class Choices(private val context: Context) {
    private val kept = context.getSharedPreferences("choices", Context.MODE_PRIVATE)

    /** The app is locked when it is left. */
    var locks: Boolean
        get() = kept.getBoolean("locks", false)
        set(on) = kept.edit().putBoolean("locks", on).apply()

    /** Others learn that their messages were read; the core is told at each start. */
    var tellsRead: Boolean
        get() = kept.getBoolean("read", false)
        set(on) = kept.edit().putBoolean("read", on).apply()

    /** Whether the person ever said so. */
    val saidRead: Boolean get() = kept.contains("read")

    /** A language for this app alone; the system learns of it from 33 on, and shows it in its own settings. */
    fun speak(tag: String) {
        kept.edit().putString("language", tag).apply()
        if (Build.VERSION.SDK_INT >= 33) {
            context.getSystemService(LocaleManager::class.java)?.applicationLocales = LocaleList.forLanguageTags(tag)
        }
        context.sotto.session.speak()
    }

    /** The language that was chosen here. */
    val language: String? get() = kept.getString("language", null)
}
