package app.sotto.android

import java.io.File
import org.objectweb.asm.ClassReader
import org.objectweb.asm.ClassVisitor
import org.objectweb.asm.FieldVisitor
import org.objectweb.asm.Handle
import org.objectweb.asm.MethodVisitor
import org.objectweb.asm.Opcodes
import org.objectweb.asm.Type

/**
 * What the system offers to apps, with the version since when: read from TypeScript declarations that are made from
 * Google's public list. Framework jars that tests run on have hidden members too, so they cannot say.
 */
class PublicApi(declarations: File) {
    /** A class: since when, what it extends, its members by name and number of arguments. */
    class Declared(val since: Int, val above: List<String>) {
        val members = HashMap<String, Int>()
    }

    private val classes = HashMap<String, Declared>()

    init {
        // what is open: packages have no class, classes have one
        val open = ArrayList<kotlin.Pair<String, Declared?>>()
        var since = 0
        declarations.forEachLine { raw ->
            val line = raw.trim()
            SINCE.find(line)?.let { since = it.groupValues[1].toInt() }
            if (line.startsWith("/*") || line.startsWith("*")) return@forEachLine
            val named = CLASS.find(line)
            val module = MODULE.find(line)
            when {
                module != null -> open += prefix(open) + module.groupValues[1] to null
                named != null -> {
                    val name = prefix(open) + named.groupValues[1]
                    val above = EXTENDS.findAll(line.substringAfter(named.groupValues[1])).map { it.value }.toList()
                    val known = classes[name]
                    val declared = known ?: Declared(since, above)
                    classes[name] = declared
                    open += name to declared
                }
                line.startsWith("}") -> open.removeLastOrNull()
                line.endsWith("{") -> open += prefix(open).trimEnd('.') to null
                else -> MEMBER.find(line)?.let { found ->
                    val members = open.lastOrNull()?.second?.members ?: return@let
                    val (name, rest) = found.destructured
                    val key = if (rest.startsWith("(")) "$name/${arguments(rest)}" else name
                    members.merge(if (name == "constructor") key.replace("constructor", "<init>") else key, since, ::minOf)
                }
            }
            since = 0
        }
    }

    private fun prefix(open: List<kotlin.Pair<String, Declared?>>) = open.lastOrNull()?.first?.let { "$it." }.orEmpty()

    /** How many arguments a declaration has: `(a: b, c: (d) => e)`. */
    private fun arguments(rest: String): Int {
        var depth = 0
        var count = 0
        for ((index, letter) in rest.withIndex()) {
            if (letter in "(<{[") depth++
            if (letter in ")}]" || (letter == '>' && rest[index - 1] != '=')) depth--
            if (depth == 0) break
            if (depth == 1 && letter == ':') count++
        }
        return count
    }

    val size: Int get() = classes.size

    /** The version that has the class first; null where none has it. */
    fun since(owner: String): Int? = classes[plain(owner)]?.since

    /** The version that has the member first, in the class or above it. */
    fun since(owner: String, member: String): Int? {
        val declared = classes[plain(owner)] ?: return null
        declared.members[member]?.let { return maxOf(it, declared.since) }
        if (member.startsWith("<init>")) return null
        val above = declared.above + listOf("java.lang.Object").filter { plain(owner) != it }
        return above.firstNotNullOfOrNull { since(it, member) }
    }

    private fun plain(owner: String) = owner.replace('/', '.').replace('$', '.')

    private companion object {
        val SINCE = Regex("""@since (\d+)""")
        val MODULE = Regex("""^(?:declare|export) (?:module|namespace) (\w+) \{""")
        val CLASS = Regex("""^export (?:abstract )?(?:class|interface) (\w+)""")
        val EXTENDS = Regex("""\b(?:android|java|javax|org|dalvik)(?:\.\w+)+""")
        val MEMBER = Regex("""^(?:public |protected )(?:static |abstract )*(\w+)\??(.*)$""")
    }
}

/** What a class file uses of the system, and what of it apps may not use: one sentence a fault. */
class Uses(private val api: PublicApi, private val own: (String) -> ByteArray?, private val least: Int) {
    /** A method and what it uses. */
    private class Body(val name: String) {
        val members = ArrayList<kotlin.Pair<String, String>>()
        var asksVersion = false
    }

    fun faults(file: ByteArray): List<String> {
        val reader = ClassReader(file)
        val bodies = ArrayList<Body>()
        reader.accept(Collector(bodies), ClassReader.SKIP_DEBUG or ClassReader.SKIP_FRAMES)
        val guarded = bodies.filter { it.asksVersion }.map { it.name }
        return bodies.flatMap { body ->
            body.members.distinct().mapNotNull { (owner, member) ->
                val system = system(owner, member) ?: return@mapNotNull null
                val since = if (member.isEmpty()) api.since(system) else api.since(system, member)
                // what a lambda does, the method that makes it has asked for
                val asked = guarded.any { body.name == it || body.name.startsWith("$it\$lambda") }
                when {
                    since == null -> "${reader.className}.${body.name} uses $system $member, which is hidden"
                    since > least && !asked -> "${reader.className}.${body.name} uses $system $member of $since without asking for the version"
                    else -> null
                }
            }
        }
    }

    /** The class of the system that has the member: the owner, or what a class of ours extends. */
    private fun system(owner: String, member: String): String? {
        if (SYSTEM.any(owner::startsWith)) return owner
        val file = own(owner) ?: return null
        val reader = ClassReader(file)
        val declares = BooleanArray(1)
        reader.accept(object : ClassVisitor(Opcodes.ASM9) {
            override fun visitMethod(access: Int, name: String, type: String, generic: String?, thrown: Array<out String>?): MethodVisitor? {
                if (key(name, type) == member) declares[0] = true
                return null
            }
        }, ClassReader.SKIP_CODE)
        if (declares[0] || member.startsWith("<init>") || '/' !in member) return null
        return reader.superName?.let { system(it, member) }
    }

    private class Collector(private val bodies: MutableList<Body>) : ClassVisitor(Opcodes.ASM9) {
        override fun visit(version: Int, access: Int, name: String, generic: String?, above: String?, interfaces: Array<out String>?) {
            bodies += Body("class").apply { (listOfNotNull(above) + interfaces.orEmpty()).forEach { members += it to "" } }
        }

        override fun visitField(access: Int, name: String, type: String, generic: String?, value: Any?): FieldVisitor? = null

        override fun visitMethod(access: Int, name: String, type: String, generic: String?, thrown: Array<out String>?): MethodVisitor {
            val body = Body(name).also { bodies += it }
            return object : MethodVisitor(Opcodes.ASM9) {
                override fun visitMethodInsn(opcode: Int, owner: String, name: String, type: String, isInterface: Boolean) {
                    if (!owner.startsWith("[")) body.members += owner to key(name, type)
                }

                override fun visitFieldInsn(opcode: Int, owner: String, name: String, type: String) {
                    if (owner == "android/os/Build\$VERSION" && name == "SDK_INT") body.asksVersion = true
                    body.members += owner to name
                }

                override fun visitInvokeDynamicInsn(name: String, type: String, made: Handle, vararg arguments: Any) {
                    arguments.filterIsInstance<Handle>().forEach { body.members += it.owner to key(it.name, it.desc) }
                }
            }
        }
    }

    companion object {
        private val SYSTEM = listOf("android/", "dalvik/", "com/android/")

        private fun key(name: String, type: String) = if (type.startsWith("(")) "$name/${Type.getArgumentTypes(type).size}" else name
    }
}
