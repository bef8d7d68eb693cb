package app.sotto.android

import android.content.Context
import android.os.Bundle
import android.speech.tts.*

/** Speaks a typed Ding (S1.8) through the earpiece: as speech of a call, so that it goes where calls go. */
class Voice(private val context: Context) {
    private val engine: TextToSpeech by lazy { TextToSpeech(context) { ready = it == TextToSpeech.SUCCESS } }

    @Volatile private var ready = false

    /** Whether a voice is installed; asked before one is started, as that takes long. */
    fun speaks(): Boolean {
        val services = context.packageManager.queryIntentServices(android.content.Intent(TextToSpeech.Engine.INTENT_ACTION_TTS_SERVICE), 0)
        return services.isNotEmpty() && runCatching { engine }.isSuccess
    }

    /** Begins to speak; the core is told at the end. */
    fun speak(utterance: ULong, text: String): Boolean {
        engine.setAudioAttributes(SPEECH)
        engine.setOnUtteranceProgressListener(object : UtteranceProgressListener() {
            override fun onStart(id: String) = Unit
            override fun onDone(id: String) = context.sotto.session.phone?.spoken(utterance) ?: Unit

            @Deprecated("asked for by older systems only")
            override fun onError(id: String) = Unit
        })
        // a voice out of the network would be sent the text
        val here = ready && engine.voice?.isNetworkConnectionRequired == false
        val queued = if (here) engine.speak(text, TextToSpeech.QUEUE_FLUSH, Bundle(), utterance.toString()) else TextToSpeech.ERROR
        if (queued != TextToSpeech.SUCCESS) throw app.sotto.HookException.Failed()
        return false
    }

    fun hush() {
        if (ready) engine.stop()
    }
}
